package com.joyofhardware.master;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Imports in the wrong direction are errors. */
class ModulesTest {
  private static final String ROOT = "com.joyofhardware";
  private static final String MASTER = ROOT + ".master";

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  @Test
  void modulesUseEachOthersFacesInOneDirection() {
    ApplicationModules.of(MASTER, new ImportOption.DoNotIncludeTests()).verify();
  }

  @Test
  void onlyTheRepositoryKnowsJgit() {
    noClasses()
        .that()
        .resideOutsideOfPackage(MASTER + ".repository..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .check(classes);
  }

  @Test
  void onlyEnginesKnowDocker() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.github.dockerjava..", "io.fabric8..")
        .check(classes);
  }

  @Test
  void sessionsKnowEnginesByTheirInterfaceOnly() {
    noClasses()
        .that()
        .resideInAPackage(MASTER + "..")
        .and()
        .resideOutsideOfPackage(MASTER + ".launch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".engine.local..", ROOT + ".engine.docker..")
        .check(classes);
  }

  @Test
  void nothingDependsOnTheSiteButTheLauncher() {
    noClasses()
        .that()
        .resideOutsideOfPackages(MASTER + ".site..", MASTER + ".launch..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(MASTER + ".site..")
        .check(classes);
  }

  @Test
  void springStaysAtTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackage(MASTER + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(MASTER + "..")
        .and()
        .resideOutsideOfPackages(MASTER + ".site..", MASTER + ".launch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.boot..",
            "org.springframework.context..",
            "org.springframework.web..")
        .check(classes);
  }

  @Test
  void agentAndGatewayStandOnTheProtocolAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".agent..", ROOT + ".gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(MASTER + "..", ROOT + ".engine..")
        .check(classes);
  }
}
