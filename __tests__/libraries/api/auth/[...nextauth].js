import NextAuth from 'next-auth';
import { authOptions } from '#shared/next-auth.js';

export default NextAuth(authOptions);
