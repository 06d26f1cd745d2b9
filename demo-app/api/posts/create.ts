import express from 'express';
import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { postForm } from '../../post-form.js';
import { readNewPost } from '../../read-new-post.js';
import { servicesOf } from '../../services.js';

/** A form for people; programs send JSON to /posts. */
const create: ApiHandler = async (req, res) => {
  if (req.method !== 'POST') return res.send(postForm());
  const read = readNewPost(req.body);
  if ('problems' in read) return res.status(400).send(postForm(read.problems, req.body));
  const { id } = await servicesOf(req).posts.add(read.post);
  res.redirect(303, `${req.baseUrl}/posts/${id}`);
};

export default [allowMethods('GET', 'POST'), express.urlencoded({ extended: false }), create];
