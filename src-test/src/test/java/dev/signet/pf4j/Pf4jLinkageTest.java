package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** All of PF4J that main names is there in the oldest PF4J a host may bring, and in later ones. */
@Tag("pf4j")
class Pf4jLinkageTest {
  private static final String PF4J = "org/pf4j/";
  private static final List<String> OTHER_ARTIFACTS =
      List.of("org/pf4j/update/", "org/pf4j/spring/");

  /** A class of some PF4J: its members, each with its descriptor, and what it inherits from. */
  private record Type(Set<String> members, List<String> ancestors) {}

  @ParameterizedTest
  @ValueSource(strings = {"3.6.0", "3.9.0", "3.13.0"})
  void main_namesNothingThatThisVersionLacks(String version) throws IOException {
    String folder = System.getProperty("signet.pf4j.versions", "");
    Path jar = Path.of(folder, version, "pf4j-" + version + ".jar");
    assumeTrue(Files.exists(jar), "PF4J " + version + " is fetched by the profile pf4j only");
    Map<String, Type> types = types(jar);

    assertThat(missing(types, usesOf(PluginAdmission.class))).isEmpty();
  }

  @Test
  void missing_whenSomethingIsNamedThatIsNotThere_tellsIt() throws IOException {
    Path newest = path(org.pf4j.PluginManager.class);
    Set<String> uses = new TreeSet<>(usesOf(PluginAdmission.class));
    assertThat(uses).hasSizeGreaterThan(50);

    uses.add("org/pf4j/PluginManager.none()V");
    uses.add("org/pf4j/None");

    assertThat(missing(types(newest), uses))
        .containsExactly("org/pf4j/None", "org/pf4j/PluginManager.none()V");
  }

  private static Set<String> missing(Map<String, Type> types, Set<String> uses) {
    Set<String> missing = new TreeSet<>();
    for (String use : uses) {
      int dot = use.indexOf('.');
      String owner = dot < 0 ? use : use.substring(0, dot);
      boolean there =
          types.containsKey(owner) && (dot < 0 || has(types, owner, use.substring(dot + 1)));
      if (!there) {
        missing.add(use);
      }
    }
    return missing;
  }

  /** What a class inherits from elsewhere, such as the JDK, is there. */
  private static boolean has(Map<String, Type> types, String owner, String member) {
    Deque<String> next = new ArrayDeque<>(List.of(owner));
    while (!next.isEmpty()) {
      Type type = types.get(next.pop());
      if (type != null && type.members().contains(member)) {
        return true;
      }
      if (type != null) {
        next.addAll(type.ancestors());
      }
    }
    return Arrays.stream(Object.class.getMethods())
            .anyMatch(method -> member.startsWith(method.getName() + "("))
        || inheritsFromJdk(types, owner, member);
  }

  private static boolean inheritsFromJdk(Map<String, Type> types, String owner, String member) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(owner));
    while (!next.isEmpty()) {
      String name = next.pop();
      Type type = types.get(name);
      if (type != null && seen.add(name)) {
        next.addAll(type.ancestors());
      } else if (name.startsWith("java/") && !name.equals("java/lang/Object")) {
        try {
          Class<?> inherited = Class.forName(name.replace('/', '.'));
          return Stream.of(inherited.getMethods(), inherited.getDeclaredMethods())
              .flatMap(Arrays::stream)
              .filter(method -> !Modifier.isPrivate(method.getModifiers()))
              .anyMatch(method -> member.startsWith(method.getName() + "("));
        } catch (ClassNotFoundException e) {
          return false;
        }
      }
    }
    return false;
  }

  private static Map<String, Type> types(Path jar) throws IOException {
    Map<String, Type> types = new HashMap<>();
    for (ClassReader reader : classes(jar)) {
      List<String> ancestors = new ArrayList<>(List.of(reader.getInterfaces()));
      ancestors.add(reader.getSuperName());
      Set<String> members = new HashSet<>();
      reader.accept(
          new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                int access, String name, String descriptor, String generic, String[] thrown) {
              members.add(name + descriptor);
              return null;
            }

            @Override
            public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, String generic, Object value) {
              members.add(name + ":" + descriptor);
              return null;
            }
          },
          ClassReader.SKIP_CODE);
      types.put(reader.getClassName(), new Type(members, ancestors));
    }
    return types;
  }

  /** Returns all classes and members of PF4J itself that the jar of this class names. */
  private static Set<String> usesOf(Class<?> type) throws IOException {
    Set<String> uses = new TreeSet<>();
    for (ClassReader reader : classes(path(type))) {
      if (reader.getClassName().startsWith("dev/signet/pf4j/")
          && !reader.getClassName().startsWith("dev/signet/pf4j/update/")) {
        reader.accept(new Uses(uses), 0);
      }
    }
    uses.removeIf(use -> OTHER_ARTIFACTS.stream().anyMatch(use::startsWith));
    return uses;
  }

  private static final class Uses extends ClassVisitor {
    private final Set<String> found;

    Uses(Set<String> found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    private void add(String owner, String member) {
      if (owner.startsWith(PF4J)) {
        found.add(member.isEmpty() ? owner : owner + "." + member);
      }
    }

    @Override
    public void visit(
        int version, int access, String name, String generic, String parent, String[] interfaces) {
      add(parent, "");
      List.of(interfaces).forEach(each -> add(each, ""));
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] thrown) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean ofInterface) {
          add(owner, method + type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          add(owner, field + ":" + type);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
          add(type, "");
        }

        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (argument instanceof Handle handle) {
              add(handle.getOwner(), handle.getName() + handle.getDesc());
            }
          }
        }
      };
    }
  }

  private static List<ClassReader> classes(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return below(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return below(jar.getPath("/"));
    }
  }

  private static List<ClassReader> below(Path folder) throws IOException {
    List<ClassReader> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        if (!file.endsWith("module-info.class")) {
          try (InputStream in = Files.newInputStream(file)) {
            classes.add(new ClassReader(in));
          }
        }
      }
    }
    return classes;
  }

  private static Path path(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
