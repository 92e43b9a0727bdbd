/** The package's own template lies beside `src` and `dist` alike, outside of what the compiler takes in. */
declare module '*/config-template.json' {
  const template: Record<string, unknown>;
  export default template;
}
