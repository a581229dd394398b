#include "completion.h"

#include <fmt/format.h>

#include <map>

#include "licet/base/text.h"

namespace licet {

namespace {

// What may stand for an option's value or a positional, told by its type name:
// "FORMAT:{table,json,csv}" lists words, "FILE", "ORDERS.csv" and "FOLDER" are
// paths, anything else is free.
struct Argument {
  std::vector<std::string> words;
  bool path = false;
};

struct OptionLine {
  std::string name;  // without the dashes
  std::string means;
  bool takes_value = false;
  Argument value;
};

struct Command {
  std::string path;  // "item show"; "" is the program
  std::string means;
  std::vector<std::string> commands;
  std::vector<OptionLine> options;
  Argument positional;
};

Argument ArgumentOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  Argument argument;
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open != std::string::npos && close != std::string::npos) {
    const std::string words = type.substr(open + 1, close - open - 1);
    for (std::string_view word : Split(words, ',')) {
      argument.words.emplace_back(word);
    }
  }
  argument.path = type.starts_with("FILE") || type.starts_with("FOLDER") || type.ends_with(".csv");
  return argument;
}

// One line between single quotes, for fish, which shows it beside the word.
std::string OneLine(const std::string& text) {
  std::string line;
  for (char c : text) {
    if (c == '\'') line += '\\';
    line += c == '\n' ? ' ' : c;
  }
  return line;
}

void Collect(const CLI::App& app, const std::string& path, std::vector<Command>* commands) {
  Command command{path, OneLine(app.get_description()), {}, {}, {}};
  const auto subs = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* sub : subs) command.commands.push_back(sub->get_name());
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) command.positional = ArgumentOf(*option);
    for (const std::string& name : option->get_lnames()) {
      command.options.push_back({name, OneLine(option->get_description()),
                                 option->get_items_expected_max() > 0, ArgumentOf(*option)});
    }
  }
  commands->push_back(std::move(command));
  for (const CLI::App* sub : subs) {
    Collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), commands);
  }
}

// An option means the same wherever it stands, so values depend on its name alone.
std::string BashValues(const std::vector<Command>& commands) {
  std::map<std::string, std::string> lines;
  for (const Command& command : commands) {
    for (const OptionLine& option : command.options) {
      if (!option.takes_value) continue;
      lines[option.name] =
          fmt::format("    --{}) words=\"{}\" files={} ;;\n", option.name,
                      Join(option.value.words, " "), option.value.path ? "yes" : "");
    }
  }
  std::string all;
  for (const auto& [name, line] : lines) all += line;
  return all;
}

std::string Bash(const std::vector<Command>& commands) {
  std::string paths;
  std::string cases;
  for (const Command& command : commands) {
    if (!command.path.empty())
      paths += fmt::format("{}\"{}\"", paths.empty() ? "" : "|", command.path);
    std::vector<std::string> words = command.commands;
    words.insert(words.end(), command.positional.words.begin(), command.positional.words.end());
    for (const OptionLine& option : command.options) words.push_back("--" + option.name);
    cases += fmt::format("    \"{}\") words=\"{}\" files={} ;;\n", command.path, Join(words, " "),
                         command.positional.path ? "yes" : "");
  }
  return fmt::format(
      "_licet() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" path=\"\" words=\"\" files=\"\" word\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case \"$word\" in -*) break ;; esac\n"
      "    case \"${{path:+$path }}$word\" in {}) path=\"${{path:+$path }}$word\" ;; esac\n"
      "  done\n"
      "  case \"$path\" in\n{}  esac\n"
      "  case \"${{COMP_WORDS[COMP_CWORD-1]}}\" in\n{}  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  if [ -n \"$files\" ]; then\n"
      "    local IFS=$'\\n'\n"
      "    compopt -o filenames 2>/dev/null\n"
      "    COMPREPLY+=($(compgen -f -- \"$current\"))\n"
      "  fi\n"
      "}}\n"
      "complete -F _licet licet\n",
      paths, cases, BashValues(commands));
}

// True where the command is the one being typed and none of its own is there yet.
std::string FishCondition(const Command& command) {
  if (command.path.empty()) return "__fish_use_subcommand";
  std::string condition;
  for (std::string_view word : Split(command.path, ' ')) {
    condition +=
        fmt::format("{}__fish_seen_subcommand_from {}", condition.empty() ? "" : "; and ", word);
  }
  if (command.commands.empty()) return condition;
  return condition + "; and not __fish_seen_subcommand_from " + Join(command.commands, " ");
}

std::string Fish(const std::vector<Command>& commands) {
  std::map<std::string, std::string> meanings;
  for (const Command& command : commands) meanings[command.path] = command.means;
  std::string script = "complete -c licet -e\ncomplete -c licet -f\n";
  for (const Command& command : commands) {
    const std::string head = fmt::format("complete -c licet -n '{}'", FishCondition(command));
    for (const std::string& sub : command.commands) {
      const std::string path = command.path.empty() ? sub : command.path + " " + sub;
      script += fmt::format("{} -a {} -d '{}'\n", head, sub, meanings[path]);
    }
    if (!command.positional.words.empty()) {
      script += fmt::format("{} -a '{}'\n", head, Join(command.positional.words, " "));
    }
    if (command.positional.path) script += head + " -F\n";
    for (const OptionLine& option : command.options) {
      const std::string value = !option.takes_value ? ""
                                : option.value.path ? " -r -F"
                                : option.value.words.empty()
                                    ? " -x"
                                    : " -x -a '" + Join(option.value.words, " ") + "'";
      script += fmt::format("{} -l {}{} -d '{}'\n", head, option.name, value, option.means);
    }
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
