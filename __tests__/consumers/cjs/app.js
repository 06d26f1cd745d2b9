const express = require('express');
const { fsRoutes } = require('express-pages-api');
const { explorer } = require('express-pages-api/explorer');
const { users } = require('./db');

users.set('7', 'Ada');
const app = express();
const routes = fsRoutes('./api');
app.use('/api', routes);
app.use('/_routes', explorer({ '/api': routes }));
app.use((req, res) => {
  res.status(404).json({ error: 'nothing here' });
});
app.use((error, req, res, next) => {
  res.status(500).json({ error: error.message });
});

module.exports = app;
