import session from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';

const users = new Map([['ada', { id: 'ada', password: 'correct horse' }]]);

passport.use(
  new LocalStrategy((username, password, done) => {
    const user = users.get(username);
    done(null, user !== undefined && user.password === password ? user : false);
  }),
);
passport.serializeUser((user, done) => done(null, user.id));
passport.deserializeUser((id, done) => done(null, users.get(id) ?? false));

export const sessions = session({
  name: 'passport.sid',
  secret: 'a secret of the tests',
  resave: false,
  saveUninitialized: false,
});

export { passport };
