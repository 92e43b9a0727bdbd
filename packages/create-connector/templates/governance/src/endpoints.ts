/** The API of Specimen, without a slash at the end. */
export const defaultBaseUrl = 'https://api.specimen.example/v1';

/** Entries of one page. */
export const pageSize = 100;

/** The lists of the API, in the order in which they are read: a membership names a user and a group. */
export const listPaths = { user: '/users', group: '/groups', membership: '/memberships' } as const;

export type ListName = keyof typeof listPaths;
export const listNames = ['user', 'group', 'membership'] as const satisfies readonly ListName[];
