import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { posts } from './schema.js';
import { seedPosts } from './seed-posts.js';

/** A PostgreSQL database. The types of its driver stay in this file. */
export type Database = PgDatabase<PgQueryResultHKT>;

export interface OpenDatabase {
  readonly db: Database;
  /** A description for the person who starts the server. */
  readonly description: string;
  /** Closes the database. Call it after the last request. */
  close(): Promise<void>;
}

/**
 * Opens the database, with its tables and some posts to look at. It is PGlite, in memory. Only this file knows that: to
 * use a PostgreSQL server, replace `drizzle-orm/pglite` with `drizzle-orm/node-postgres` here.
 */
export async function openDatabase(): Promise<OpenDatabase> {
  const client = await PGlite.create();
  const db = drizzle(client);
  await createTables(db);
  await seedIfEmpty(db);
  return { db, description: 'PGlite, in memory, until the server stops', close: () => client.close() };
}

/** Creates the tables of schema.ts. */
async function createTables(db: Database): Promise<void> {
  await db.execute(sql`
    create table if not exists posts (
      id serial primary key,
      title text not null,
      body text not null,
      author text not null,
      created_at timestamp with time zone not null default now()
    )
  `);
  await db.execute(sql`create index if not exists posts_created_at on posts (created_at desc, id desc)`);
}

async function seedIfEmpty(db: Database): Promise<void> {
  if ((await db.$count(posts)) === 0) await db.insert(posts).values(seedPosts());
}
