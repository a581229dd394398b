// Shell completion scripts, made from the command line's own description.

#ifndef LICET_CLI_COMPLETION_H_
#define LICET_CLI_COMPLETION_H_

#include <CLI/CLI.hpp>
#include <string>

namespace licet {

// `shell` is bash, zsh or fish.
std::string CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace licet

#endif  // LICET_CLI_COMPLETION_H_
