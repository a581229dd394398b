#include "completion.h"

#include <fmt/format.h>

namespace licet {

namespace {

struct Command {
  std::string path;   // "item show"
  std::string words;  // sub-commands and options
};

void Collect(const CLI::App& app, const std::string& path, std::vector<Command>* commands) {
  Command command{path, ""};
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    command.words += sub->get_name() + " ";
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) command.words += "--" + name + " ";
  }
  commands->push_back(command);
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    Collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), commands);
  }
}

std::string Bash(const std::vector<Command>& commands) {
  std::string cases;
  for (const Command& command : commands) {
    cases += fmt::format("    \"{}\") words=\"{}\" ;;\n", command.path, command.words);
  }
  return fmt::format(
      "_licet() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" path=\"\" words=\"\" word\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case \"$word\" in -*) break ;; esac\n"
      "    case \"${{path:+$path }}$word\" in {}) path=\"${{path:+$path }}$word\" ;; esac\n"
      "  done\n"
      "  case \"$path\" in\n{}  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\") $(compgen -f -- \"$current\"))\n"
      "}}\n"
      "complete -o filenames -F _licet licet\n",
      [&] {
        std::string alternatives;
        for (const Command& command : commands) {
          if (command.path.empty()) continue;
          alternatives += (alternatives.empty() ? "\"" : "|\"") + command.path + "\"";
        }
        return alternatives;
      }(),
      cases);
}

std::string Fish(const std::vector<Command>& commands) {
  std::string script = "complete -c licet -e\n";
  for (const Command& command : commands) {
    std::string condition = "__fish_use_subcommand";
    if (!command.path.empty()) {
      condition.clear();
      std::string word;
      for (char c : command.path + " ") {
        if (c != ' ') {
          word += c;
          continue;
        }
        condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + word);
        word.clear();
      }
    }
    script += fmt::format("complete -c licet -n '{}' -a '{}'\n", condition, command.words);
  }
  return script;
}

}  // namespace

std::string CompletionScript(const CLI::App& app, const std::string& shell) {
  std::vector<Command> commands;
  Collect(app, "", &commands);
  if (shell == "fish") return Fish(commands);
  const std::string bash = Bash(commands);
  if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + bash;
  return bash;
}

}  // namespace licet
