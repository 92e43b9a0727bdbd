/** The API of Specimen, without a slash at the end. */
export const defaultBaseUrl = 'https://api.specimen.example/v1';

/** Below the base. */
export const paths = {
  /** Takes a message, with POST. */
  messages: '/messages',
  /** Tells whose key it is, with GET; asked by the diagnosis. */
  account: '/account',
} as const;
