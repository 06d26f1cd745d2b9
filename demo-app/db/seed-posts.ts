import type { posts } from './schema.js';

const authors = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing'] as const;

const titles = [
  'Why a folder can be a router',
  'One file, one URL',
  'What square brackets mean',
  'Three dots take the rest',
  'Two pairs of brackets make it optional',
  'The more specific file wins',
  'Index files answer for their folder',
  'A route that is an array',
  'Errors go to the error handler',
  'What nobody answers falls through',
  'Keep helpers out of the tree',
  'Saying no with 405 and Allow',
  'Pages begin with one',
  'An empty page is an answer',
  'Numbers from a URL are text',
  'Percent signs and slashes',
  'A database in the same process',
  'Parameters, never pasted SQL',
  'Secrets stay on the server',
  'Put a service behind your own',
  'Give up after two seconds',
  'Bad gateway, slow gateway',
  'Redirect after a form',
  'Escape what people wrote',
  'Close the door on the way out',
];

/** Returns posts that are 25 days apart, from 1 January 2023 on, so that the archive has years, months and days. */
export function seedPosts(): (typeof posts.$inferInsert)[] {
  return titles.map((title, index) => ({
    title,
    body: `${title}: number ${index + 1} of the posts that the demo starts with.`,
    author: authors[index % authors.length] ?? authors[0],
    createdAt: new Date(Date.UTC(2023, 0, 1 + index * 25, 9)),
  }));
}
