import { ApolloServer } from '@apollo/server';
import { startServerAndCreateNextHandler } from '@as-integrations/next';

const typeDefs = `#graphql
  type Query {
    hello(name: String!): String!
    user: String
    fails: String
  }
  type Mutation {
    add(title: String!): Int!
  }
`;

const titles = [];

const resolvers = {
  Query: {
    hello: (_, { name }) => `hello ${name}`,
    user: (_, __, { user }) => user,
    fails: () => {
      throw new Error('it fails');
    },
  },
  Mutation: {
    add: (_, { title }) => titles.push(title),
  },
};

const server = new ApolloServer({ typeDefs, resolvers });

export default startServerAndCreateNextHandler(server, {
  context: async (req, res) => ({ req, res, user: req.cookies.user }),
});
