/** Hosts that share two cores with others may be too slow once: a test is tried a second time, and says why, loudly. */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
