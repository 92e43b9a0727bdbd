import template from '../config-template.json' with { type: 'json' };

/** An example configuration: the parsed `config-template.json`, which is generated from the guard. */
export const configTemplate: Readonly<Record<string, unknown>> = template;
