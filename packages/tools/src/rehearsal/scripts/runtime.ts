import { createRuntime } from '@jackfield/egress';

/** The way to a fake provider, as it travels between processes. */
export interface Way {
  privateHosts?: string[];
  /** URL of a proxy that leads to the fake. */
  proxy?: string;
  /** PEM. */
  ca?: string;
  /** A public address that every name is said to have, where a proxy is what really connects. */
  address?: string;
}

/** A runtime that reaches the fake provider, and nothing else that is private. */
export const createRuntimeFor = ({ address, ...egress }: Way) =>
  createRuntime({ egress: { ...egress, ...(address === undefined ? {} : { lookup: async () => [{ address }] }) } });
