package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** People with tokens that tests make up; the people are rows, as projects refer to them. */
final class TestingAuthentication implements Authentication {
  private final Database database;
  private final Map<Name, Person> people = new ConcurrentHashMap<>();
  private final Map<String, Principal> tokens = new ConcurrentHashMap<>();
  private final Map<String, ProjectRef> bound = new ConcurrentHashMap<>();

  TestingAuthentication(Database database) {
    this.database = database;
  }

  Person person(String name) {
    return people.computeIfAbsent(new Name(name), this::insert);
  }

  private Person insert(Name name) {
    Person person =
        new Person(database.newId(), name, "Person " + name, name + "@example.org", false);
    database.write(jdbc ->
        jdbc.sql(
                "INSERT INTO person (id, name, display_name, email, admin, created)"
                    + " VALUES (:id, :name, :display, :email, 0, 0)")
            .param("id", person.id())
            .param("name", name.value())
            .param("display", person.displayName())
            .param("email", person.email())
            .update());
    return person;
  }

  String token(Person person, Scope scope) {
    String token = "t-" + person.name() + "-" + tokens.size();
    tokens.put(token, new Principal(person, token, Set.of(scope)));
    return token;
  }

  @Override
  public Optional<Principal> byToken(String token) {
    return bound.containsKey(token) ? Optional.empty() : Optional.ofNullable(tokens.get(token));
  }

  @Override
  public Optional<Principal> byTokenFor(String token, ProjectRef project) {
    return project.equals(bound.get(token))
        ? Optional.ofNullable(tokens.get(token))
        : Optional.empty();
  }

  @Override
  public String mintForProject(Person person, ProjectRef project, Duration lifetime) {
    String token = token(person, Scope.GIT);
    bound.put(token, project);
    return token;
  }

  @Override
  public Optional<Person> find(Name name) {
    return Optional.ofNullable(people.get(name));
  }
}
