export default {"compress":false,"turbopack":{"root":"/work/main/bench/next"}};
