export default { testMatch: ['<rootDir>/app.test.js'], transform: {}, watchman: false };
