/// <reference types="spotify-api" />
import type { APIUser } from 'discord-api-types/v10';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { oauthPeople } from '../people.ts';
import { discord } from './discord.ts';
import { spotify } from './spotify.ts';

/** Spotify has given no date of birth since 2020; its description still has one. */
type SpotifyUser = Omit<SpotifyApi.CurrentUsersProfileResponse, 'birthdate'>;

/** The answers against the descriptions that are published on npm, for the providers that have one. The compiler checks. */
describe('the profile', () => {
  it('of Discord is the user of discord-api-types', () => {
    expectTypeOf(discord.profile).returns.toExtend<APIUser>();
    const { email, verified } = discord.profile(oauthPeople.unverified);
    expect({ email, verified }).toEqual({ email: oauthPeople.unverified.email, verified: false });
  });

  it('of Spotify is the current user of @types/spotify-api', () => {
    expectTypeOf(spotify.profile).returns.toExtend<SpotifyUser>();
    const [image] = spotify.profile(oauthPeople.verified).images;
    expect(image?.url).toBe(oauthPeople.verified.picture);
  });
});
