import type { TinyEmailConfig } from './config.ts';

/** The same as `config-template.json`. */
export const configTemplate: TinyEmailConfig = {
  token: 'my-token',
  endpoint: 'https://mail.test/send',
  from: 'app@app.test',
};
