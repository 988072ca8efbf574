package dev.signet.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Packages stay small, and their classes do not all need each other. */
class PackageStructureTest {
  private static final int MOST_TYPES = 30;
  private static final int LARGEST_KNOT = 3;

  /** The outermost classes, by package, each with those of its package it needs. */
  private static Map<String, Map<String, Set<String>>> packages;

  @BeforeAll
  static void readClasses() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains(tests()))
            .importPackages("dev.signet");
    packages = new TreeMap<>();
    for (JavaClass type : classes) {
      JavaClass from = outermost(type);
      Set<String> needs =
          packages
              .computeIfAbsent(from.getPackageName(), name -> new TreeMap<>())
              .computeIfAbsent(from.getName(), name -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass to = outermost(dependency.getTargetClass());
        if (to.getPackageName().equals(from.getPackageName()) && !to.equals(from)) {
          needs.add(to.getName());
        }
      }
    }
  }

  @Test
  void packages_holdAtMostThirtyTypes() {
    Map<String, Integer> sizes = new TreeMap<>();
    packages.forEach((name, types) -> sizes.put(name, withoutDescription(types.keySet()).size()));

    assertThat(sizes)
        .isNotEmpty()
        .as("types in a package: give it rooms of their own, one sentence each")
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES));
  }

  @Test
  void classesOfAPackage_formNoKnotOfMoreThanThree() {
    List<Set<String>> knots = new ArrayList<>();
    packages.values().forEach(types -> knots.addAll(knotsAmong(types)));

    assertThat(knots)
        .as("classes that all need each other, directly or through others")
        .allSatisfy(knot -> assertThat(knot).hasSizeLessThanOrEqualTo(LARGEST_KNOT));
  }

  @Test
  void knots_whenThereAreSome_areFound() {
    Map<String, Set<String>> types =
        Map.of(
            "a",
            Set.of("b"),
            "b",
            Set.of("c"),
            "c",
            Set.of("a", "d"),
            "d",
            Set.of(),
            "e",
            Set.of());

    assertThat(knotsAmong(types)).containsExactly(Set.of("a", "b", "c"));
  }

  /** Returns the groups of several classes each of which reaches each other one. */
  private static List<Set<String>> knotsAmong(Map<String, Set<String>> types) {
    Map<String, Set<String>> reached = new TreeMap<>();
    types.keySet().forEach(type -> reached.put(type, reachedFrom(type, types)));
    return types.keySet().stream()
        .filter(type -> reached.get(type).contains(type))
        .collect(
            groupingBy(
                type -> mutual(type, reached), mapping(type -> type, toCollection(TreeSet::new))))
        .values()
        .stream()
        .<Set<String>>map(knot -> knot)
        .toList();
  }

  private static Set<String> mutual(String type, Map<String, Set<String>> reached) {
    Set<String> mutual = new TreeSet<>(reached.get(type));
    mutual.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(type));
    return mutual;
  }

  private static Set<String> reachedFrom(String type, Map<String, Set<String>> types) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(types.get(type));
    while (!next.isEmpty()) {
      String one = next.pop();
      if (reached.add(one)) {
        next.addAll(types.getOrDefault(one, Set.of()));
      }
    }
    return reached;
  }

  private static Set<String> withoutDescription(Set<String> types) {
    Set<String> named = new TreeSet<>(types);
    named.removeIf(type -> type.endsWith(".package-info"));
    return named;
  }

  private static String tests() {
    return PackageStructureTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(PackageStructureTest::outermost).orElse(type);
  }
}
