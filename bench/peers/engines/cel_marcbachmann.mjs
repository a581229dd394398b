// @marcbachmann/cel-js: an environment with typed variables, parsed once.

import { Environment } from '@marcbachmann/cel-js';

import { celEngine } from './cel.mjs';

const TYPES = { integer: 'double', code: 'string', bool: 'bool' };

export default celEngine('@marcbachmann/cel-js', (table) => {
  // Its own limits are for expressions that strangers write.
  const limits = { maxAstNodes: 1e6, maxDepth: 1e4, maxListElements: 1000 };
  const environment = new Environment({ limits });
  for (const { name, type } of table.inputs) environment.registerVariable(name, TYPES[type]);
  return (text) => environment.parse(text);
});
