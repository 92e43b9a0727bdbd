/** Variables by which HTTP clients, and Node itself, take a proxy or leave certificates unchecked. */
function steering(proxy: string): Record<string, string> {
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  return {
    ...Object.fromEntries(proxies.map((name) => [name, proxy])),
    NODE_USE_ENV_PROXY: '1',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  };
}

/**
 * Does `work` in a process environment that asks for a proxy in every usual way, and for certificates to be left unchecked
 * (httpoxy, CVE-2016-5385, and its like). The environment is as it was afterwards.
 *
 * @param proxy address of the attacker's proxy
 * @param variables set as well, such as those of an SDK
 */
export async function withHostileEnvironment<Result>(
  proxy: string,
  work: () => Promise<Result>,
  variables: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const hostile = { ...steering(proxy), ...variables };
  const before = Object.keys(hostile).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, hostile);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
