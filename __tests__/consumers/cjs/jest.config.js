module.exports = { testMatch: ['<rootDir>/app.test.js'], watchman: false };
