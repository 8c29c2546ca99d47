// Preloaded into the processes that `npm start` launches: a launcher that was killed closes the IPC channel, and the
// process then stops as if it had been asked to.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
