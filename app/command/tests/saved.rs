//! Filters that somebody keeps under a name (L3).

mod house;

use command::saved::{DeleteFilter, ReadSavedFilters, SaveFilter};
use domain::{
    deals::Query,
    people::User,
    refusal::{Field, Refusal},
    saved::{MOST, SavedFilter},
};
use house::{House, refusal};

async fn saved(house: &House, user: &User) -> Vec<SavedFilter> {
    command::ask(&house.read(user).await, &ReadSavedFilters {}).await.unwrap()
}

fn query(parameters: &[(&str, &str)]) -> Query {
    Query::read(parameters.iter().copied()).unwrap()
}

fn save(name: &str, query: Query, shared: bool) -> SaveFilter {
    SaveFilter { name: name.into(), query, shared }
}

on_each_database! {
    a_filter_is_kept_as_it_was_for_oneself_or_for_everybody(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let late = query(&[("close", "month"), ("dot", "red"), ("sort", "-value"), ("page", "7")]);
        let mine = house.perform(zofia, &save("Late", late.clone(), false)).await.unwrap();
        house.perform(zofia, &save("Big", query(&[("value_from", "100000")]), true)).await.unwrap();
        let names = |filters: &[SavedFilter]| {
            let name = |filter: &SavedFilter| (filter.name.clone(), filter.by.clone());
            filters.iter().map(name).collect::<Vec<_>>()
        };
        let hers = saved(&house, zofia).await;
        assert_eq!(names(&hers), [("Big".into(), None), ("Late".into(), None)]);
        assert_eq!(hers[1].query, Query { page: 0, ..late }, "from its first page on");
        assert_eq!(names(&saved(&house, piotr).await), [("Big".into(), Some("Zofia".into()))]);
        assert_eq!(refusal(house.perform(piotr, &DeleteFilter { filter: hers[0].id }).await), Refusal::NotFound);

        // Under the same name it is another from now on, and no longer for everybody.
        house.perform(zofia, &save("Big", query(&[("value_from", "5")]), false)).await.unwrap();
        assert_eq!(saved(&house, zofia).await[0].query, query(&[("value_from", "5")]));
        assert_eq!(saved(&house, piotr).await, []);
        // Piotr's own of that name is his.
        house.perform(piotr, &save("Big", Query::default(), false)).await.unwrap();
        assert_eq!(saved(&house, zofia).await.len(), 2);

        house.perform(zofia, &DeleteFilter { filter: mine }).await.unwrap();
        assert_eq!(names(&saved(&house, zofia).await), [("Big".into(), None)]);
        assert_eq!(refusal(house.perform(zofia, &DeleteFilter { filter: mine }).await), Refusal::NotFound);
    }

    what_is_no_filter_is_refused_by_name(house) {
        let zofia = &house.zofia;
        let mut wrong = Query::default();
        wrong.filter.further.push(("colour".into(), "red".into()));
        for (command, why) in [
            (save(" ", Query::default(), false), Refusal::Empty { field: Field::Name }),
            (save("Mine", wrong, false), Refusal::UnknownParameter { name: "colour".into() }),
        ] {
            assert_eq!(refusal(house.perform(zofia, &command).await), why);
        }
        for number in 0..MOST {
            house.perform(zofia, &save(&format!("Filter {number}"), Query::default(), false)).await.unwrap();
        }
        let more = house.perform(zofia, &save("One more", Query::default(), false)).await;
        assert_eq!(refusal(more), Refusal::TooMany { max: MOST });
        // One written by another version stays away; the others are there.
        house.harm("UPDATE saved_filter SET query = '[[\"colour\",\"red\"]]' WHERE name = 'Filter 3'").await;
        assert_eq!(saved(&house, zofia).await.len(), MOST - 1);
    }
}
