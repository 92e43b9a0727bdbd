/** A person who has an account at a fake OAuth 2.0 provider. Each shape writes these down in its own way. */
export interface OAuthPerson {
  /** Digits: providers write it as a text or as a number. */
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** An https address. */
  readonly picture: string;
}

/** Who is there: one with a verified address, one whose address nobody has verified. */
export const oauthPeople = {
  verified: {
    // Beyond 2^53: a number with all its digits only when nobody rounds it.
    id: '80351110224678913',
    username: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@example.test',
    emailVerified: true,
    picture: 'https://people.example.test/ada.png',
  },
  unverified: {
    id: '90351110224678915',
    username: 'mallory',
    name: 'Mallory Unverified',
    email: 'mallory@example.test',
    emailVerified: false,
    picture: 'https://people.example.test/mallory.png',
  },
} as const satisfies Record<string, OAuthPerson>;
