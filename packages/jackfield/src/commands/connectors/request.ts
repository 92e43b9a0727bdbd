import type { MetadataOverride } from '@jackfield/connector-host';
import { UsageError } from '../../usage-error.ts';
import type { CommandContext } from '../command.ts';

/** What options say of a connector besides its configuration. */
export interface ConnectorSwitches {
  readonly syncProfile?: boolean;
  readonly tokenStorage?: boolean;
}

/** @throws UsageError */
export function readSwitches({ options }: CommandContext): ConnectorSwitches {
  const { 'sync-profile': syncProfile, 'token-storage': tokenStorage } = options;
  return {
    ...(syncProfile !== undefined && {
      syncProfile: isFirst(syncProfile, ['each-sign-in', 'sign-up'], '--sync-profile'),
    }),
    ...(tokenStorage !== undefined && { tokenStorage: isFirst(tokenStorage, ['on', 'off'], '--token-storage') }),
  };
}

/**
 * The override of the options, put on top of what is there; `undefined` when no option says anything.
 *
 * @throws UsageError
 */
export function readOverride({ options }: CommandContext, before: MetadataOverride = {}): MetadataOverride | undefined {
  const { target, name = [], logo, 'logo-dark': logoDark } = options;
  if ([target, logo, logoDark].every((value) => value === undefined) && name.length === 0) return undefined;
  return {
    ...before,
    ...(target !== undefined && { target }),
    ...(name.length > 0 && { name: { ...before.name, ...readNames(name) } }),
    ...(logo !== undefined && { logo }),
    ...(logoDark !== undefined && { logoDark: logoDark === '' ? null : logoDark }),
  };
}

/** `Acme` is English; `de=Firma` names its language. */
function readNames(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, tag = 'en', name = text] = /^([A-Za-z]{2,3}(?:-[\dA-Za-z]+)*)=(.*)$/s.exec(text) ?? [];
      return [tag, name];
    }),
  );
}

function isFirst(value: string, [first, second]: readonly [string, string], option: string): boolean {
  if (value === first || value === second) return value === first;
  throw new UsageError(`${option} is ${first} or ${second}.`);
}
