import { createSchema, createYoga } from 'graphql-yoga';

export const config = {
  api: {
    // Disable body parsing (required for file uploads)
    bodyParser: false,
  },
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      greetings(name: String!): String
    }
    type Mutation {
      size(file: File!): Int!
    }
    type Subscription {
      countdown(from: Int!): Int!
    }
    scalar File
  `,
  resolvers: {
    Query: {
      greetings: (_, { name }) => `hello ${name}`,
    },
    Mutation: {
      size: async (_, { file }) => (await file.arrayBuffer()).byteLength,
    },
    Subscription: {
      countdown: {
        async *subscribe(_, { from }) {
          for (let count = from; count >= 0; count -= 1) {
            yield { countdown: count };
            await pause(200);
          }
        },
      },
    },
  },
});

export default createYoga({
  schema,
  // Needed to be defined explicitly because our endpoint lives at a different path other than `/graphql`
  graphqlEndpoint: '/api/yoga',
});
