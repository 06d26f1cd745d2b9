const express = require('express');
const { fsRoutes } = require('express-pages-api');
const observe = require('../observe/index.cjs');

void observe(express, fsRoutes);
