import { and, desc, eq, gte, lt } from 'drizzle-orm';
import type { Database } from './db/open-database.js';
import { posts, type Post } from './db/schema.js';
import type { NewPost } from './read-new-post.js';

const pageSize = 10;

/** A period that includes `from` and excludes `until`. */
export interface Period {
  readonly from: Date;
  readonly until: Date;
}

export interface PostPage {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly posts: readonly Post[];
}

/** Reads and writes the posts in the database. */
export class PostStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Returns one page of the posts of a period, or of all time, newest first. A page beyond the last has no posts. */
  async list(page: number, period?: Period): Promise<PostPage> {
    const within = period && and(gte(posts.createdAt, period.from), lt(posts.createdAt, period.until));
    const total = await this.#db.$count(posts, within);
    const found = await this.#db
      .select()
      .from(posts)
      .where(within)
      .orderBy(desc(posts.createdAt), desc(posts.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    return { page, pages: Math.ceil(total / pageSize), total, posts: found };
  }

  async find(id: number): Promise<Post | undefined> {
    const [post] = await this.#db.select().from(posts).where(eq(posts.id, id));
    return post;
  }

  async add(post: NewPost): Promise<Post> {
    const [added] = await this.#db.insert(posts).values(post).returning();
    if (added === undefined) throw new Error('The database returned no row for the new post.');
    return added;
  }
}
