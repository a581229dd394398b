// @bufbuild/cel: parsed and planned once.

import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';

import { celEngine } from './cel.mjs';

export default celEngine('@bufbuild/cel', () => {
  const environment = celEnv();
  return (text) => {
    const run = plan(environment, parse(text));
    return (variables) => {
      const value = run(variables);
      // It returns errors instead of throwing them.
      if (typeof value !== 'bigint') throw isCelError(value) ? value : new Error(String(value));
      return value;
    };
  };
});
