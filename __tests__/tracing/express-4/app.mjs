import express from 'express';
import { fsRoutes } from 'express-pages-api';
import observe from '../observe/index.cjs';

await observe(express, fsRoutes);
