import { ConnectorError, type ConnectorMetadata, type Egress, metadataGuard } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { ConnectorTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import type { InstalledConnector } from '../discovery/discovery.ts';
import type { MetadataOverride } from './connectors.ts';
import { readLogo, storedLogo } from './logo.ts';
import { isObject } from './plain-data.ts';

const overrideGuard = z.strictObject({
  target: z.string().optional(),
  name: z.record(z.string(), z.string()).optional(),
  logo: z.string().optional(),
  logoDark: z.string().nullable().optional(),
});

const storedGuard = overrideGuard.extend({
  logo: z.string().regex(storedLogo).optional(),
  logoDark: z.string().regex(storedLogo).nullable().optional(),
});

/** Many instances, each with a target of its own. */
export function isStandard(metadata: ConnectorMetadata): boolean {
  return metadata.type === 'Social' && metadata.isStandard === true;
}

/**
 * Checks what an operator wants a connector to say about itself, and fetches its logos.
 *
 * @throws `target_required`, `metadata_not_allowed`; `invalid_metadata` (ConnectorError) naming the wrong fields; of a
 *   logo's URL also `egress_refused`, `provider_unavailable`, `invalid_response`
 */
export async function readOverride(
  egress: Egress,
  metadata: ConnectorMetadata,
  given: MetadataOverride | undefined,
): Promise<MetadataOverride> {
  if (!isStandard(metadata)) {
    if (given === undefined || (isObject(given) && Object.keys(given).length === 0)) return {};
    throw new HostError('metadata_not_allowed', {
      hint: `Leave "metadata" out: ${metadata.id} is no standard connector.`,
    });
  }
  const { target, name, logo, logoDark } = parseOverride(metadata, given ?? {});
  if (target === undefined) {
    throw new HostError('target_required', {
      hint: 'Give "metadata.target": a name for the provider in lower case, such as "acme". It never changes.',
    });
  }
  const [storedLight, storedDark] = await Promise.all([
    logo === undefined ? undefined : readLogo(egress, logo, 'metadata.logo'),
    typeof logoDark === 'string' ? readLogo(egress, logoDark, 'metadata.logoDark') : logoDark,
  ]);
  return {
    target,
    ...(name !== undefined && { name }),
    ...(storedLight !== undefined && { logo: storedLight }),
    ...(storedDark !== undefined && { logoDark: storedDark }),
  };
}

function parseOverride(metadata: ConnectorMetadata, given: unknown): MetadataOverride {
  const shape = overrideGuard.safeParse(given);
  if (!shape.success) throw invalid(shape.error.issues);
  const { target, name } = shape.data;
  const whole = metadataGuard.safeParse({
    ...metadata,
    ...(target !== undefined && { target }),
    ...(name !== undefined && { name }),
  });
  if (!whole.success) throw invalid(whole.error.issues);
  return shape.data;
}

/** Keys and values came from outside: only the names of our own fields are repeated. */
function invalid(issues: readonly z.core.$ZodIssue[]): ConnectorError {
  const fields = new Set(issues.map(({ path: [field] }) => String(field ?? '(an unknown field)')));
  const rules: Readonly<Record<string, string>> = {
    target: 'lower-case letters, digits, dots and dashes',
    name: 'texts by BCP 47 tag such as pt-BR, with one for "en"',
    logo: 'an https URL or a data URL',
    logoDark: 'an https URL, a data URL or null',
  };
  const list = [...fields].map((field) => `metadata.${field}: ${rules[field] ?? 'is not known'}`);
  return new ConnectorError('invalid_metadata', {
    hint: `Known are target, name, logo and logoDark. Wrong: ${list.join('; ')}.`,
  });
}

/** @returns `undefined` when somebody has written something else into the row */
export function storedOverride(row: Pick<ConnectorTable, 'metadata'>): MetadataOverride | undefined {
  try {
    return storedGuard.safeParse(JSON.parse(row.metadata)).data;
  } catch {
    return undefined;
  }
}

/** What people see of a connector: the override's, else the package's; empty when there is neither. */
export function appearance(
  override: MetadataOverride,
  installed: InstalledConnector | undefined,
): { name: Readonly<Record<string, string>>; logo: string; logoDark: string | null } {
  // A logo of the operator's is not mixed with the package's dark one.
  const packageDark = override.logo === undefined ? (installed?.assets.logoDark ?? null) : null;
  return {
    name: override.name ?? installed?.module.metadata.name ?? {},
    logo: override.logo ?? installed?.assets.logo ?? '',
    logoDark: override.logoDark === undefined ? packageDark : override.logoDark,
  };
}
