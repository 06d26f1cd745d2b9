import { and, desc, eq, gte, lt } from 'drizzle-orm';
import type { Database } from './db/open-database.js';
import { posts, type Post } from './db/schema.js';
import type { NewPost } from './read-new-post.js';

const pageSize = 10;

/** From `from` on, and before `until`. */
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

/** The posts, newest first. */
export class PostStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** One page of the posts of a period, or of all time; a page beyond the last one has no posts. */
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
    return added!;
  }
}
