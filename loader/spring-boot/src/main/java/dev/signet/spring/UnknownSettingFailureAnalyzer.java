package dev.signet.spring;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names settings that there are not, and those that there are. Spring's own leaves that open. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingFailureAnalyzer
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
  private static final ConfigurationPropertyName PREFIX =
      ConfigurationPropertyName.of(SignetProperties.PREFIX);

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
    List<ConfigurationProperty> unknown =
        cause.getUnboundProperties().stream()
            .filter(property -> PREFIX.isAncestorOf(property.getName()))
            .toList();
    if (unknown.isEmpty()) {
      return null;
    }
    String settings =
        unknown.stream()
            .map(UnknownSettingFailureAnalyzer::sentence)
            .collect(Collectors.joining("\n"));
    return new FailureAnalysis(
        "The settings of this application's plugins cannot be used:\n\n" + settings,
        "Correct each name where it is set, or take it out, then start again.",
        cause);
  }

  private static String sentence(ConfigurationProperty property) {
    String place = property.getOrigin() == null ? "" : property.getOrigin() + ": ";
    Class<?> section = SignetProperties.class;
    ConfigurationPropertyName path = property.getName();
    int depth = PREFIX.getNumberOfElements();
    while (depth < path.getNumberOfElements() - 1) {
      Class<?> inner = section(section, element(path, depth));
      if (inner == null) {
        break;
      }
      section = inner;
      depth++;
    }
    return "    - " + place + path + ": is no setting; there are " + names(section) + ".";
  }

  private static String element(ConfigurationPropertyName path, int index) {
    return path.getElement(index, ConfigurationPropertyName.Form.DASHED);
  }

  /** Returns what a section of this name holds; null where there is none. */
  private static @Nullable Class<?> section(Class<?> within, String name) {
    return Arrays.stream(within.getRecordComponents())
        .filter(component -> component.getType().isRecord() && name(component).equals(name))
        .map(RecordComponent::getType)
        .findFirst()
        .orElse(null);
  }

  private static String names(Class<?> section) {
    return Arrays.stream(section.getRecordComponents())
        .map(UnknownSettingFailureAnalyzer::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(RecordComponent component) {
    return DataObjectPropertyName.toDashedForm(component.getName());
  }
}
