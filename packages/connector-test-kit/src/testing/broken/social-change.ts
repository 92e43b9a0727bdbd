import type { SocialConnector } from '@jackfield/connector-kit';
import * as tiny from '../tiny-social/src/index.ts';
import { type BrokenConnector, withMembers } from './broken-connector.ts';

type Change = (good: SocialConnector, options: tiny.TinySocialOptions) => Partial<SocialConnector>;

/** The tiny social connector with some members changed, and the cases that must fail. */
export function brokenSocial(change: Change, ...failing: string[]): BrokenConnector {
  return { module: withMembers(tiny, change), failing };
}
