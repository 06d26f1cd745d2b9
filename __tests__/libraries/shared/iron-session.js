export const sessionOptions = {
  password: 'complex_password_at_least_32_characters_long',
  cookieName: 'iron-session-example',
  cookieOptions: {
    // secure: true should be used in production (HTTPS) but can't be used in development (HTTP)
    secure: false,
  },
};
