package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.InstantOption;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.config.ConfigurationException;
import dev.signet.config.HostSettings;
import dev.signet.config.SettingsPreview;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.WhatIf;
import dev.signet.report.compare.ComparisonJson;
import dev.signet.report.compare.ComparisonText;
import dev.signet.report.compare.PolicyComparison;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code policy:what-if}: which plugins of a host would stop, start or warn under other settings or
 * at another date. Changes nothing of the host, which may run meanwhile.
 */
final class WhatIfCommand extends Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private final Option<Path> settings;
  private final Option<Path> other;
  private final Option<List<String>> changes;
  private final InstantOption at;
  private final Option<String> output;

  WhatIfCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    settings = add(Options.requiredPath("--settings", "FILE", "The host's settings of now, YAML."));
    other =
        add(
            Options.path(
                "--other", "FILE", "The other settings; those of --settings unless given."));
    changes =
        add(
            Options.texts(
                "--set",
                "KEY=VALUE",
                "Another value in the other settings: channel=stable, trust=FOLDER,"
                    + " enforcement.expiry=warn. Repeat it for several."));
    at = new InstantOption(this, "Judge by the other settings");
    output =
        add(Options.choice("--output", List.of(TEXT, JSON), "What to print; text by default."));
    String start = "signet " + name.text() + " --settings=host.yaml ";
    examples(
        start + "--set=channel=stable",
        start + "--at=2027-03-01",
        start + "--set=trust=trust-2027 \\",
        "    --set=sunset.nextcloud.rsa-pss-sha1=2027-01-01 --output=json");
  }

  @Override
  public int run() throws CommandException {
    String form = Options.chosen(output, TEXT);
    PolicyComparison comparison = compare();
    if (form.equals(JSON)) {
      terminal().writeDocument(ComparisonJson.text(comparison) + "\n");
    } else {
      ComparisonText.lines(comparison).forEach(terminal().out()::println);
    }
    return comparison.isHarmless() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private PolicyComparison compare() throws CommandException {
    try {
      HostSettings present = SettingsPreview.read(settings.get());
      HostSettings others = other.value().isPresent() ? SettingsPreview.read(other.get()) : present;
      for (String change : changes.value().orElse(List.of())) {
        others = changed(others, change);
      }
      VerifyingPluginManager.Builder now = SettingsPreview.builder(present);
      VerifyingPluginManager.Builder then = SettingsPreview.builder(others);
      return WhatIf.between(now.clock(terminal().clock()), then.clock(at.clock(terminal())));
    } catch (ConfigurationException e) {
      throw CommandException.input(e.problems());
    } catch (IllegalStateException e) {
      throw CommandException.input(String.valueOf(e.getMessage()));
    }
  }

  private static HostSettings changed(HostSettings settings, String change)
      throws CommandException {
    int sign = change.indexOf('=');
    if (sign < 1) {
      throw CommandException.input(
          "--set: '" + change + "' names no setting and value; write it like channel=stable.");
    }
    return SettingsPreview.with(
        settings, change.substring(0, sign), change.substring(sign + 1), "--set");
  }
}
