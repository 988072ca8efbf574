package dev.signet.conformance;

import dev.signet.conformance.pf4jsuite.SuiteJarManager;
import dev.signet.conformance.pf4jsuite.SuiteManager;
import dev.signet.conformance.pf4jsuite.SuiteOptions;
import dev.signet.conformance.pf4jsuite.SuiteZipManager;
import dev.signet.pf4j.VerifyingPluginManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginManager;
import org.pf4j.ZipPluginManager;

/**
 * Defines PF4J, its tests and our manager anew, so that the tests still share a package with PF4J;
 * in the tests, every manager of PF4J's that is made or extended is replaced by one of ours.
 */
final class Pf4jSuiteLoader extends URLClassLoader {
  private static final Map<String, String> REPLACED =
      Map.of(
          Type.getInternalName(DefaultPluginManager.class),
          Type.getInternalName(SuiteManager.class),
          Type.getInternalName(JarPluginManager.class),
          Type.getInternalName(SuiteJarManager.class),
          Type.getInternalName(ZipPluginManager.class),
          Type.getInternalName(SuiteZipManager.class));
  private static final List<String> OWN =
      List.of(
          DefaultPluginManager.class.getPackageName() + ".",
          VerifyingPluginManager.class.getPackageName() + ".",
          SuiteManager.class.getPackageName() + ".");

  /**
   * @param tests folders and jars: PF4J's compiled tests, and what they need beyond our own tests
   */
  Pf4jSuiteLoader(List<Path> tests) throws MalformedURLException {
    super(urls(tests), Pf4jSuiteLoader.class.getClassLoader());
  }

  private static URL[] urls(List<Path> tests) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path path : tests) {
      urls.add(path.toUri().toURL());
    }
    for (Class<?> type : List.of(DefaultPluginManager.class, VerifyingPluginManager.class)) {
      urls.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    urls.add(SuiteOptions.class.getProtectionDomain().getCodeSource().getLocation());
    return urls.toArray(URL[]::new);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (OWN.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /** PF4J's tests write to the folder in which they find themselves. */
  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    URL resource = findResource(path);
    boolean isOwn = OWN.stream().anyMatch(name::startsWith);
    if (resource == null || !isOwn) {
      return super.findClass(name);
    }
    try (InputStream in = resource.openStream()) {
      byte[] bytes = in.readAllBytes();
      byte[] defined =
          resource.getProtocol().equals("file") && isTest(name) ? rewrite(bytes) : bytes;
      return defineClass(name, defined, 0, defined.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static boolean isTest(String name) {
    return name.startsWith(OWN.get(0));
  }

  private static byte[] rewrite(byte[] original) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(new Replacing(writer), 0);
    return writer.toByteArray();
  }

  private static String replaced(String name) {
    return REPLACED.getOrDefault(name, name);
  }

  /** Replaces managers, and the system's class loader as the parent of loaders by this one. */
  private static final class Replacing extends ClassVisitor {
    private String testClass = "";

    Replacing(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] types) {
      testClass = name;
      super.visit(version, access, name, signature, replaced(parent), types);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitTypeInsn(int opcode, String type) {
          super.visitTypeInsn(opcode, opcode == Opcodes.NEW ? replaced(type) : type);
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String methodType, boolean isInterface) {
          if (owner.equals("java/lang/ClassLoader") && methodType.equals("()V")) {
            super.visitLdcInsn(Type.getObjectType(testClass));
            super.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/Class",
                "getClassLoader",
                "()Ljava/lang/ClassLoader;",
                false);
            super.visitMethodInsn(opcode, owner, method, "(Ljava/lang/ClassLoader;)V", false);
            return;
          }
          String target = method.equals("<init>") ? replaced(owner) : owner;
          super.visitMethodInsn(opcode, target, method, methodType, isInterface);
        }
      };
    }
  }
}
