package app;

import java.util.List;
import java.util.function.Supplier;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the plugins say, and which thread asked them. */
@RestController
class Greetings {
  private final PluginManager plugins;

  Greetings(PluginManager plugins) {
    this.plugins = plugins;
  }

  record Page(List<String> plugins, List<String> greetings, String thread) {}

  @GetMapping("/greetings")
  Page page() {
    return new Page(
        plugins.getStartedPlugins().stream().map(PluginWrapper::getPluginId).sorted().toList(),
        plugins.getExtensions(Supplier.class).stream()
            .map(greeting -> String.valueOf(greeting.get()))
            .toList(),
        Thread.currentThread().toString());
  }
}
