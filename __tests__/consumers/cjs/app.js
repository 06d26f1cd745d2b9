const express = require('express');
const { fsRoutes } = require('express-pages-api');
const { users } = require('./db');

users.set('7', 'Ada');
const app = express();
app.use('/api', fsRoutes('./api'));
app.use((req, res) => {
  res.status(404).json({ error: 'nothing here' });
});
app.use((error, req, res, next) => {
  res.status(500).json({ error: error.message });
});

module.exports = app;
