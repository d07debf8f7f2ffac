/** Tests stand beside the rule they test or in `test/`; they may import more than the code they test. */
module.exports = { TEST: '(\\.test\\.ts$|/test/)' }
