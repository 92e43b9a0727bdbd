import { demoPeople as people, type Person } from '@jackfield/connector-test-kit/oidc';
import type { Hono } from 'hono';

/** Colours of skin, hair and clothes. */
const portraits: Readonly<Record<string, readonly [string, string, string]>> = {
  'ada-1815': ['#f2c9a8', '#4a2f22', '#7b3fa0'],
  'grace-1906': ['#f5d5bd', '#8d8f96', '#1f4a8a'],
};

/** The people of the embedded provider; their pictures are on this server. */
export function demoPeople(origin: string): readonly Person[] {
  return people.map((person) => withPicture(person, origin));
}

function withPicture(person: Person, origin: string): Person {
  return person.sub in portraits ? { ...person, picture: `${origin}/portraits/${person.sub}.svg` } : person;
}

/** Serves the pictures. */
export function addPortraits(app: Hono): void {
  for (const [sub, colours] of Object.entries(portraits)) {
    app.get(`/portraits/${sub}.svg`, (c) => c.body(drawPortrait(colours), 200, { 'content-type': 'image/svg+xml' }));
  }
}

function drawPortrait([skin, hair, clothes]: readonly [string, string, string]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" fill="#d9e2f2"/>
<path d="M14 30c0-14 7-21 18-21s18 7 18 21v14H14z" fill="${hair}"/>
<path d="M8 64c1-12 10-17 24-17s23 5 24 17z" fill="${clothes}"/>
<path d="M27 40h10v9c0 3-10 3-10 0z" fill="${skin}"/>
<ellipse cx="32" cy="30" rx="12" ry="14" fill="${skin}"/>
<path d="M20 28c1-9 7-12 13-12s11 4 11 12c-6-1-9-3-11-7-3 4-7 6-13 7z" fill="${hair}"/>
</svg>
`;
}
