/** Where Specimen is. The origin of `token` is the issuer that people are keyed by. */
export const defaultEndpoints = {
  /** Where the browser is sent to. */
  authorization: 'https://id.specimen.example/authorize',
  /** Where the code is exchanged. */
  token: 'https://id.specimen.example/token',
  /** What tells who signed in. */
  userInfo: 'https://api.specimen.example/me',
} as const;
