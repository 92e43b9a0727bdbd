import { discord } from './discord.ts';
import { facebook } from './facebook.ts';
import { patreon } from './patreon.ts';
import { plain } from './plain.ts';
import { reddit } from './reddit.ts';
import type { ProviderShape } from './shape.ts';
import { spotify } from './spotify.ts';
import { x } from './x.ts';

const table = { plain, discord, facebook, patreon, reddit, spotify, x } as const satisfies Record<
  string,
  ProviderShape
>;

/** `plain`, or the provider whose documented answers the fake gives. */
export type ShapeName = keyof typeof table;

/** Every form that the fake OAuth 2.0 provider can take. */
export const shapes: Readonly<Record<ShapeName, ProviderShape>> = table;
