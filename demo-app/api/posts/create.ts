import express from 'express';
import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { postForm } from '../../post-form.js';
import { readNewPost } from '../../read-new-post.js';
import { servicesOf } from '../../services.js';

const showForm: ApiHandler = (_req, res) => {
  res.send(postForm());
};

/** Adds the post that a person sends with the form. Programs send JSON to /posts. */
const add: ApiHandler = async (req, res) => {
  const read = readNewPost(req.body);
  if ('problems' in read) {
    res.status(400).send(postForm(read.problems, req.body));
    return;
  }
  const { id } = await servicesOf(req).posts.add(read.post);
  res.redirect(303, `${req.baseUrl}/posts/${id}`);
};

const showFormOrAdd: ApiHandler = (req, res, next) => (req.method === 'POST' ? add : showForm)(req, res, next);

export default [allowMethods('GET', 'POST'), express.urlencoded({ extended: false }), showFormOrAdd];
