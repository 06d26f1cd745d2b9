export default async () => {
  await null;
  throw new Error('out of order');
};
