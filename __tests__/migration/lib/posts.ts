export interface Post {
  id: number;
  title: string;
  tags: string[];
}

const posts = new Map<number, Post>([
  [1, { id: 1, title: 'Hello', tags: ['news'] }],
  [2, { id: 2, title: 'Grüße', tags: ['news', 'travel'] }],
]);
let lastId = 2;

export function listPosts(tags: string[]): Post[] {
  return [...posts.values()].filter((post) => tags.every((tag) => post.tags.includes(tag)));
}

export function findPost(id: number): Post | undefined {
  return posts.get(id);
}

export function createPost(title: string, tags: string[] = []): Post {
  lastId += 1;
  const post = { id: lastId, title, tags };
  posts.set(post.id, post);
  return post;
}

export function removePost(id: number): boolean {
  return posts.delete(id);
}
